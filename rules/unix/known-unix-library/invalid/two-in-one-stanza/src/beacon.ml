let trust = Ca_certs.authenticator
