module Unix = struct
  let gettimeofday () = 0.
end
