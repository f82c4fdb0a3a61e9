let chart file =
  In_channel.with_open_bin file In_channel.input_all

let berths dir = Sys.readdir dir
