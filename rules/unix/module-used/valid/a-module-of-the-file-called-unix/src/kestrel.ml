module Unix = struct
  let time () = 0.
end

let now = Unix.time
