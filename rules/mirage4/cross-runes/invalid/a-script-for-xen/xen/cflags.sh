#!/bin/sh
export PKG_CONFIG_PATH=$(opam var prefix)/lib/pkgconfig
pkg-config --exists mirage-xen-posix && pkg-config --cflags mirage-xen-posix
