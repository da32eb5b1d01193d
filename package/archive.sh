# shellcheck shell=bash disable=SC2154 # sourced by run
# The program with a runtime of its own: a folder to unpack anywhere, and all other packages are made of it.

# What jdeps finds in all jars, without java.desktop, which two libraries name and no path here reaches (beans, and
# geometric types of PostgreSQL), and which alone would be as large as all others.
modules=java.base,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql
modules+=,jdk.management,jdk.unsupported

make_program() {
  local folder built=$current
  name=holdfast-$version-$platform
  program=$work/$name
  mkdir -p "$program/build"
  cp "$root/holdfast" "$root/LICENSE" "$program/"
  cp "$root/package/archive.txt" "$program/README.txt"
  make_runtime
  [[ -n $(ls "$built/native" 2>/dev/null) ]] || die "SQLite has no native library for $platform"

  "$jdk/bin/java" "$root/package/Inventory.java" "$built/lib" "$version" "$epoch" "$program" ||
    die "the licences of the libraries could not be listed"
  folder=$program/build/unnamed
  mkdir "$folder"
  cp -R "$built/lib" "$built/native" "$built/launch" "$folder/"
  "$jdk/bin/java" "$root/package/WithoutNatives.java" "$folder"/lib/sqlite-jdbc-*.jar ||
    die "the native libraries of other systems could not be left out"

  # Processes of one build find each other by its name, so each content needs a name of its own.
  current=$program/build/holdfast-$version-$(content_of "$program")
  mv "$folder" "$current"
  printf '%s\n' "${current##*/}" >"$program/build/current"
  settle "$program" # before the cache is made: it knows the jars by their times
  make_packaged_cache
  settle "$program"
}

make_runtime() {
  say "making a runtime of JDK $jdk_version"
  "$jdk/bin/jlink" --add-modules $modules --strip-debug --no-header-files --no-man-pages --compress zip-0 \
    --output "$work/linked"
  cp -RL "$work/linked" "$program/runtime" # npm packages know no links
  rm -rf "$work/linked"
}

# The first letters of a sum over all files of a folder, by their names.
content_of() {
  (cd "$1" && find . -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum | sha256sum | cut -c1-12)
}

# Made by the runtime that will use it. The launcher takes that one as soon as `runtime` names it.
make_packaged_cache() {
  say "making its start-up cache"
  runtime=$program/runtime
  find_jdk $build_jdk $build_jdk java && make_cache "$current"
  runtime=$root/runtime
  find_jdk $build_jdk $build_jdk jlink
}

make_archive() {
  pack_tar "$work" "$name" "$output/$name.tar.gz"
  cp "$program/sbom.json" "$output/$name.sbom.json"
  made+=("$name.tar.gz" "$name.sbom.json")
}

# The same bytes of the same files: sorted, with one owner and time.
pack_tar() {
  tar --version 2>/dev/null | grep -q GNU || die "packing needs GNU tar"
  tar -C "$1" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$epoch" --format=gnu -cf - "$2" |
    gzip -n -6 >"$3"
}
