open Prelude

let started = Unix.gettimeofday ()
