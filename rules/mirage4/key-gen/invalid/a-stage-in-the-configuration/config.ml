open Mirage

let speed =
  let doc = Key.Arg.info ~doc:"Knots." [ "speed" ] in
  Key.(create "speed" Arg.(opt ~stage:`Run int 12 doc))

let loud = Key.create "loud" Key.Arg.(flag ~stage:`Both (info [ "loud" ]))
let () = register "ferry" [ main "Unikernel" job ]
