let now =
  let n = ref 0. in
  fun () -> n := !n +. 1.; !n
