module Mirage_time = struct
  module type S = sig
    val sleep_ns : int64 -> unit Lwt.t
  end
end

module Tide (Time : Mirage_time.S) = struct
  let turn () = Time.sleep_ns 1_000L
end

module Main (Network : Mirage_net.S) = struct
  let start _network = Lwt.return_unit
end
