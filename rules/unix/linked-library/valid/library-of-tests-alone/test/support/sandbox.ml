let enter () = Unix.mkdir "sandbox" 0o755
