module Platform = struct
  module Unix = struct
    let time () = 0.
  end
end

let now = Platform.Unix.time
