let state seed = Random.State.make [| seed |]
let () = Random.init 12
