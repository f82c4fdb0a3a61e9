let () = Configurator.V1.main ~name:"anvil" ignore
