let write s = Unix.write_substring Unix.stdout s 0 (String.length s)
