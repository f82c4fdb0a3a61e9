let digest = Sha256.string
