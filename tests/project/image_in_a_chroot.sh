#!/usr/bin/env bash
# Runs the steps of the Dockerfile where no image can be built: in bare chroots of this Debian, with this machine's Python. Then it
# starts the server as a container would, on two ports, runs the health check, asks a question and stops it. Needs root, debootstrap,
# curl, python3 with pip, the Python of the base image, and some 6 GB in TMPDIR. What configures apt and pip here counts, and so do
# build arguments in the environment.
set -euo pipefail
cd "$(dirname "$0")/../.."

# What it mounts and starts ends with the namespaces, before the folder is removed.
if [ $# -eq 0 ]; then
    work=$(mktemp --directory)
    trap 'rm --recursive --force --one-file-system "$work"' EXIT
    unshare --mount-proc --pid --fork --kill-child "./tests/project/$(basename "$0")" "$work"
    exit
fi
work=$1
declare -A roots=()
from_here=$(compgen -e | grep -iE '^(pip_.*|https?_proxy|no_proxy)$' || true)

bare() { # bare VERSION: this Debian with a copy of that Python in /usr/local, and this machine's names, certificates and indexes
    local root=$work/bare file prefix packages
    prefix=$("python$1" -c 'import sys; print(sys.base_prefix)')
    packages=$(find "$prefix" -path '*/lib-dynload/*.so' -exec ldd {} + | awk '$2 == "=>" { print $3 }' | sort --unique |
        xargs realpath | xargs dpkg --search 2>/dev/null | cut --delimiter=: --fields=1 | sort --unique | paste --serial --delimiters=,)
    debootstrap --variant=minbase --include="$packages" "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$root" \
        "$(apt-get indextargets --format '$(REPO_URI)' | grep -m1 ^http)" >"$work/log" ||
        { tail "$work/log" "$root/debootstrap/debootstrap.log" && exit 1; }
    tar --create --directory="$prefix" --exclude=site-packages --exclude=__pycache__ --exclude="lib/python$1/test" "bin/python$1" lib |
        tar --extract --no-same-owner --directory="$root/usr/local"
    chroot "$root" /sbin/ldconfig
    ln --symbolic --force "python$1" "$root/usr/local/bin/python"
    local links=$(python3 -m pip config list | sed -n "s/.*find-links='\(\/.*\)'/\1/p")
    for file in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt /etc/pip.conf "$HOME/.config/pip/pip.conf" $links; do
        if [ -e "$file" ]; then
            mkdir --parents "$root${file%/*}"
            cp --recursive --dereference --no-target-directory "$file" "$root$file"
        fi
    done
}

# enter USER COMMAND...: takes this shell's place, with nothing in the environment but what the image sets.
enter() {
    local home=$(awk -F: -v user="$1" '$1 == user { print $6 }' "$root/etc/passwd")
    exec chroot --userspec="$1:" "$root" /usr/bin/env --ignore-environment --chdir="$workdir" HOME="$home" "${environment[@]}" "${@:2}"
}

copy() { # copy SOURCE... TARGET, of which the folders give what is in them
    local from=$work/context target=${*: -1} source
    if [[ $1 == --from=* ]]; then
        from=${roots[${1#--from=}]}
        shift
    fi
    [[ $target == /* ]] || target=$workdir/$target
    for source in "${@:1:$#-1}"; do
        [ -d "$from/$source" ] && mkdir --parents "$root$target" && source+=/.
        cp --recursive --no-dereference --preserve=mode,links "$from/$source" "$root$target"
    done
}

words() { # words JSON
    python3 -c 'import json, sys; print(*json.loads(sys.argv[1]), sep="\0", end="\0")' "$1"
}

mkdir "$work/context"
sed -n 's/^!//p' .dockerignore |
    tar --create --exclude-from=<(sed -n 's/^\*\*\///p' .dockerignore) --files-from=- | tar --extract --directory="$work/context"

# Without comments, each instruction on one line.
steps=$(sed '/^#/d' Dockerfile | sed -e ':more' -e '/\\$/ { N; s/\\\n//; b more }')
while read -r -u 3 instruction rest; do
    echo "$instruction $rest"
    case $instruction in
        FROM)
            read -r image _ name <<<"$rest"
            version=${image#python:}
            [ -e "$work/bare" ] || bare "${version%-slim}"
            root=$work/${name:-image} user=root workdir=/ arguments=()
            environment=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8)
            mkdir "$root" "$root.upper" "$root.work"
            mount -t overlay -o "lowerdir=$work/bare,upperdir=$root.upper,workdir=$root.work" overlay "$root"
            mount -t proc proc "$root/proc"
            roots[${name:-image}]=$root
            ;;
        WORKDIR) workdir=$rest && mkdir --parents "$root$rest" ;;
        ARG)
            name=${rest%%=*} value=
            [[ $rest != *=* ]] || value=${rest#*=}
            value=${!name-$value}
            [ -z "$value" ] || arguments+=("$name=$value")
            ;;
        ENV) mapfile -t -O "${#environment[@]}" environment < <(env -i "${environment[@]}" sh -c "printf '%s\n' $rest") ;;
        COPY) copy $rest ;;
        RUN)
            here=()
            for name in $from_here; do here+=("$name=${!name}"); done
            (enter "$user" "${here[@]}" "${arguments[@]}" sh -c "$rest")
            ;;
        USER) user=$rest ;;
        VOLUME) [ -d "$root$rest" ] ;;
        EXPOSE) port=$rest ;;
        HEALTHCHECK) mapfile -d '' -t health < <(words "${rest#*CMD }") ;;
        ENTRYPOINT) mapfile -d '' -t entrypoint < <(words "$rest") ;;
        CMD) mapfile -d '' -t command < <(words "$rest") ;;
        '') ;;
        *) echo "This script does not know $instruction." && exit 1 ;;
    esac
done 3<<<"$steps"

run() { # run [NAME=VALUE...] ARGUMENT...: what `docker run` would
    local settings=()
    while [[ $1 == *=* ]]; do settings+=("$1") && shift; done
    enter "$user" "${settings[@]}" "${entrypoint[@]}" "$@"
}

cp --recursive index/samples "$root/tmp/samples"
(run add /tmp/samples)
key=$(run keys add chroot --scopes ask)
for number in "$port" $((port + 1)); do
    settings=()
    [ "$number" = "$port" ] || settings=("ARTICLE_ASSISTANT_PORT=$number")
    ! (enter "$user" "${settings[@]}" "${health[@]}") 2>/dev/null || { echo "Something else answers at port $number." && exit 1; }
    run "${settings[@]}" "${command[@]}" 2>"$work/log" &
    server=$!
    until (enter "$user" "${settings[@]}" "${health[@]}") 2>/dev/null; do
        kill -0 "$server" || { cat "$work/log" && exit 1; }
        sleep 1
    done
    echo "Port $number: healthy, as user $(stat --format %u "/proc/$server") of the image."
    curl --fail --silent --show-error --header "Authorization: Bearer $key" \
        --json '{"question": "What did Armstrong say about the surface of the Moon?"}' "http://127.0.0.1:$number/api/ask" |
        python3 -c 'import json, sys; answer = json.load(sys.stdin); assert answer["citations"]; print(answer["text"])'
    kill -TERM "$server"
    wait "$server"
    echo "Port $number: stopped."
done
