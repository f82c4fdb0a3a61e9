let () = Random.self_init ()
let berth () = Random.int 12
