external strike : int -> int = "anvil_strike"
external elapsed : unit -> int64 = "caml_get_monotonic_time"
external yield : int64 -> int = "mirage_solo5_yield_2"
