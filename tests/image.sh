#!/usr/bin/env bash
# Builds the image from the Dockerfile as it is, where there is no Docker and no registry, and looks whether it serves.
#
# The base image is Debian's own Python in its place. Needs root, and debootstrap, buildah and crun of Debian. With an
# argument, a folder of wheels that pip looks into besides.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp --directory)
trap 'kill %1 2>/dev/null || true; wait; rm -rf "$folder"' EXIT
export BUILDAH_ISOLATION=chroot

buildah() {
    command buildah --root "$folder/storage" --runroot "$folder/run" --storage-driver vfs "$@"
}

debootstrap --variant=minbase --include=python3,python3-venv,python3-pip,ca-certificates bookworm "$folder/root"
ln --symbolic python3 "$folder/root/usr/bin/python"
cp /etc/ssl/certs/ca-certificates.crt "$folder/root/etc/ssl/certs/ca-certificates.crt"
base=$(buildah from scratch)
buildah copy --quiet "$base" "$folder/root" /
buildah config --env PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin "$base"
buildah commit --quiet "$base" docker.io/library/python:3.11-slim
buildah rm "$base" >/dev/null
rm -rf "$folder/root"

wheels=()
if [ $# -gt 0 ]; then wheels=(--volume "$1:/wheels:ro" --env PIP_FIND_LINKS=/wheels); fi
buildah bud --pull=never --network host "${wheels[@]}" --tag article-assistant .

served=$(buildah from --pull=never article-assistant)
run() {
    buildah run --network host --env ARTICLE_ASSISTANT_HOST=127.0.0.1 --env ARTICLE_ASSISTANT_PORT=17860 "$served" "$@"
}
run python -c 'import psycopg'
test "$(run id --user)" = 10001
run timeout 600 article-assistant serve &
health=$(python3 -c 'import json, re; print(json.loads(re.search(r"CMD (\[\"python\", .*?\])\nENTRYPOINT", open("Dockerfile").read(), re.S)[1].replace("\\\n", ""))[2])')
for _ in $(seq 120); do
    if run python -c "$health" 2>/dev/null; then
        echo "The image serves, as nobody in particular, and its health check sees it at the port that is set."
        exit 0
    fi
    sleep 2
done
echo "The server in the image was not healthy after four minutes." >&2
exit 1
