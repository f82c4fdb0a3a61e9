# https://github.com/dune-universe/mirage-opam-overlays.git was needed for zarith
mirage configure -t hvt
