module Main (Network : Mirage_net.S) = struct
  let start _network = Mirage_sleep.ns 1_000L
end
