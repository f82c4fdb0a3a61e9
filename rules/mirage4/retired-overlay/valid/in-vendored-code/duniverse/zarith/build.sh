opam repo add overlays https://github.com/dune-universe/mirage-opam-overlays.git
