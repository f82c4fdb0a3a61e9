external seed : unit -> int array = "caml_sys_random_seed"

let state () = Random.State.make (seed ())
