let add = ( + )
