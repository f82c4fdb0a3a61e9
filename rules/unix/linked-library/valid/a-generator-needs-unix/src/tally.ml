let most = Limits.most
