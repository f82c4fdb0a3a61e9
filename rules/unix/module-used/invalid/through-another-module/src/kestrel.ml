open Prelude

let started = Clock.gettimeofday ()
