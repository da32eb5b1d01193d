# shellcheck shell=bash disable=SC2154 # sourced by run
# A Dockerfile to be built in the folder of the archive.

make_container() {
  [[ $platform == linux-* ]] || return 0
  sed "s/@NAME@/$name/g" "$root/package/Dockerfile" >"$output/Dockerfile"
  made+=(Dockerfile)
}
