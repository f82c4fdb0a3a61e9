let started =
  let open System in
  Unix.gettimeofday ()

let ended () = System.(Unix.gettimeofday ())
