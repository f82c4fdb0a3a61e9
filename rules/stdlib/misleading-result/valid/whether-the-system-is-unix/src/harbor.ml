let separator = if Sys.unix then '/' else '\\'
let bits = Sys.word_size
