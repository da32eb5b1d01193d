# shellcheck shell=bash disable=SC2154 # sourced by run
# The package for Debian and what derives from it.

make_debian() {
  local tree=$work/debian architecture file
  if ! type -P dpkg-deb >/dev/null; then
    say "dpkg-deb is not here: no Debian package"
    return
  fi
  architecture=$(dpkg --print-architecture)
  debian_version=${version/-/\~} # 0.1.0~SNAPSHOT is older than 0.1.0, as it should be
  file=holdfast_${debian_version}_$architecture.deb
  maintainer="${DEBFULLNAME:-The Holdfast authors} <${DEBEMAIL:-holdfast@localhost}>"
  mkdir -p "$tree/usr/share/lintian/overrides"
  cp "$root/package/lintian-overrides" "$tree/usr/share/lintian/overrides/holdfast"
  mkdir -p "$tree/DEBIAN" "$tree/usr/lib" "$tree/usr/bin" "$tree/usr/share/doc/holdfast"
  cp -R "$program" "$tree/usr/lib/holdfast"
  ln -s ../lib/holdfast/holdfast "$tree/usr/bin/holdfast"
  rm "$tree/usr/lib/holdfast/LICENSE" "$tree/usr/lib/holdfast/README.txt"
  mv "$tree/usr/lib/holdfast/THIRD-PARTY.md" "$tree/usr/lib/holdfast/licences" "$tree/usr/share/doc/holdfast/"
  write_copyright >"$tree/usr/share/doc/holdfast/copyright"
  write_debian_changelog | gzip -n -9 >"$tree/usr/share/doc/holdfast/changelog.gz"
  write_control "$(du -sk "$tree/usr" | cut -f 1)" "$architecture" >"$tree/DEBIAN/control"
  settle "$tree"
  (cd "$tree" && find usr -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 md5sum >DEBIAN/md5sums)
  settle "$tree/DEBIAN"
  dpkg-deb --root-owner-group -Zxz -z1 --build "$tree" "$output/$file" >/dev/null
  made+=("$file")
  rm -rf "$tree"
}

write_control() {
  cat <<END
Package: holdfast
Version: $debian_version
Architecture: $2
Maintainer: $maintainer
Installed-Size: $1
Depends: libc6
Section: database
Priority: optional
Description: state layer for MCP tools
 Holdfast keeps the state of agents and of the tools they call over the Model
 Context Protocol: durable documents with history, undo, retry safety and
 waiting, served over standard input and output or HTTP. It brings a Java
 runtime of its own.
END
}

write_copyright() {
  cat <<END
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Holdfast
Comment: The libraries inside and their licences are in THIRD-PARTY.md and
 licences/ beside this file, those of the runtime in
 /usr/lib/holdfast/runtime/legal.

Files: *
Copyright: 2026 The Holdfast authors
License: Apache-2.0
 On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.

Files: usr/lib/holdfast/runtime/*
Copyright: 1994-2026 Oracle and/or its affiliates, and others
License: GPL-2.0 with Classpath Exception
 On Debian systems the text is in /usr/share/common-licenses/GPL-2; the
 exception is in /usr/lib/holdfast/runtime/legal.
END
}

write_debian_changelog() {
  cat <<END
holdfast ($debian_version) unstable; urgency=medium

  * Built from its source tree; what changed is in CHANGELOG.md there.

 -- $maintainer  $(LC_ALL=C date -u -R -d "@$epoch")
END
}
