let name = `orchard'
changequote([,])dnl "
let rows = 3
