class lantern =
  object
    inherit Functoria.base_configurable
    method name = "lantern"
  end
