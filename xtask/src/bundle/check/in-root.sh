# Runs a command in another root, without network, with devices, processes and the
# screen's socket in it. $1: the root; $2: user and group; $3: home; the rest: the command.
set -eu
root=$1 user=$2 home=$3
shift 3
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
if [ -d /tmp/.X11-unix ]; then
    mkdir -p "$root/tmp/.X11-unix"
    mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
fi
exec chroot --userspec="$user" "$root" /usr/bin/env -i HOME="$home" LANG=C.UTF-8 \
    PATH=/usr/sbin:/usr/bin:/sbin:/bin XDG_RUNTIME_DIR="$home/run" \
    DISPLAY="${CHECK_DISPLAY:-}" GDK_BACKEND=x11 NO_AT_BRIDGE=1 DEBIAN_FRONTEND=noninteractive "$@"
