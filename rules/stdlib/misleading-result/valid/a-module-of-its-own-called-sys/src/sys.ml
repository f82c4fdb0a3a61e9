let time () = 1.
let file_exists _ = true
