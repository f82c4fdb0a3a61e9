let main = Mirage.foreign "Unikernel" Mirage.job
let () = Mirage.register "ferry" [ main ]
