#!/bin/sh
# Chaque semaine : importer ce qui est arrivé, écrire le rapport de la semaine finie, le figer.
#
#   rapport-hebdo.sh ARRIVEES RAPPORTS [FORMAT…]        (formats : html xlsx pdf json)
#
# ARRIVEES/*.csv, *.xlsx…  sont des inscriptions ; ARRIVEES/contacts et ARRIVEES/installations, le reste.
# VENEZ_VIVRE_BASE, _DATE et _AGENT sont ceux de l’outil ; VENEZ_VIVRE_PROGRAMME dit où il est.
# Codes : 0 fait ; 5 fait, des lignes sont à corriger ; tout autre est celui de ce qui a arrêté.
set -eu
umask 077

say() { printf 'rapport-hebdo : %s\n' "$*" >&2; }

stop() {
    code=$1
    shift
    say "$*"
    exit "$code"
}

# L’outil, sans personne pour répondre à une question.
tool() { "$program" "$@" </dev/null; }

# Un seul passage à la fois ; un dossier se crée ou existe déjà, jamais entre les deux.
take_lock() {
    if mkdir "$lock" 2>/dev/null; then
        printf '%s %s\n' "$$" "$(uname -n)" >"$lock/passage"
        return
    fi
    [ -d "$lock" ] || stop 1 "Le dossier $arrivals ne peut pas être écrit : vérifiez vos droits."
    { read -r pid host <"$lock/passage"; } 2>/dev/null || pid=''
    if [ -z "$pid" ] || [ "$host" != "$(uname -n)" ] || kill -0 "$pid" 2>/dev/null ||
        ! mv "$lock" "$lock.$$" 2>/dev/null; then
        stop 1 "Un autre passage est en cours, rien n’a été fait. S’il n’y en a pas, supprimez $lock."
    fi
    rm -rf "$lock.$$"
    say "Le passage précédent a été coupé : tout est repris."
    take_lock
}

# Le verrou est rendu, et les dossiers qui n’ont pas servi disparaissent.
tidy() {
    rm -rf "$lock"
    rmdir "$rejects" "$archive" "$arrivals/archives" 2>/dev/null || :
}

# Un nom libre dans un dossier : rien n’y est remplacé.
free_name() {
    name=$2
    rank=1
    while [ -e "$1/$name" ]; do
        rank=$((rank + 1))
        name=${2%.*}-$rank.${2##*.}
    done
    printf '%s' "$name"
}

# Importer un fichier, puis le ranger avec son reçu. S’il est refusé, il reste où il est.
import_file() {
    kept=$(free_name "$archive" "${2##*/}")
    code=0
    tool "$1" importer "$2" --oui --rejets "$rejects" >"$lock/recu.txt" || code=$?
    case $code in
        0) say "${2##*/} : importé ($1)." ;;
        5)
            result=5
            say "${2##*/} : importé ($1), mais des lignes attendent : voir $archive/$kept.recu.txt"
            ;;
        *) stop "$code" "${2##*/} : arrêt ($1, code $code). Le fichier est resté ; aucun rapport n’est écrit." ;;
    esac
    mv "$2" "$archive/$kept"
    mv "$lock/recu.txt" "$archive/$kept.recu.txt"
}

import_folder() {
    for file in "$2"/*; do
        [ -f "$file" ] || continue
        case ${file##*/} in
            '~$'*) ;;
            *.[cC][sS][vV] | *.[tT][sS][vV] | *.[tT][xX][tT] | *.[xX][lL][sS][xX] | *.[xX][lL][sS][mM])
                import_file "$1" "$file"
                ;;
            *) say "${file##*/} : laissé de côté, ce n’est ni un CSV ni un classeur." ;;
        esac
    done
}

# Le premier jour de la semaine finie, tel que l’outil le met dans un nom de fichier.
first_day() {
    mkdir "$lock/semaine"
    code=0
    tool rapport hebdo --sortie "$lock/semaine/{du}.json" 2>"$lock/dit" || code=$?
    if [ "$code" -ne 0 ]; then
        cat "$lock/dit" >&2
        stop "$code" "Arrêt (code $code) : le rapport ne peut pas être établi."
    fi
    for file in "$lock"/semaine/*.json; do
        day=${file##*/}
        day=${day%.json}
    done
}

# Le rapport de cette semaine est-il déjà figé, pour l’interne et pour tout le dispositif ?
is_frozen() {
    code=0
    tool rapport figes --format csv >"$lock/figes.csv" || code=$?
    [ "$code" -eq 0 ] || stop "$code" "Arrêt (code $code) : les rapports figés ne se lisent pas."
    first_day
    tr -d '\r' <"$lock/figes.csv" | awk -F ';' -v day="$day" '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        $at["rapport"] == "hebdo" && $at["du"] == day && $at["territoire"] == "" \
            && $at["diffusion"] == "interne" { found = 1 }
        END { exit !found }'
}

# Chaque fichier naît entier ou pas du tout ; la semaine se fige une fois, avec le dernier.
write_reports() {
    freeze=--figer
    if is_frozen; then
        freeze=''
        say "La semaine du $day est déjà figée : ses fichiers sont seulement remplacés."
    fi
    while [ $# -gt 0 ]; do
        code=0
        if [ $# -eq 1 ] && [ -n "$freeze" ]; then
            tool rapport hebdo --ecraser --sortie "$reports/rapport-{semaine}.$1" --figer || code=$?
        else
            tool rapport hebdo --ecraser --sortie "$reports/rapport-{semaine}.$1" || code=$?
        fi
        [ "$code" -eq 0 ] || stop "$code" "Arrêt (code $code) : le rapport $1 n’est pas écrit."
        shift
    done
}

[ $# -ge 2 ] || stop 2 "Il manque un dossier : rapport-hebdo.sh ARRIVEES RAPPORTS [FORMAT…]"
program=${VENEZ_VIVRE_PROGRAMME:-venez-vivre}
command -v "$program" >/dev/null || stop 1 "$program est introuvable : complétez PATH, ou VENEZ_VIVRE_PROGRAMME."
[ -d "$1" ] || stop 1 "Le dossier $1 n’existe pas : créez-le, les fichiers y sont attendus."
mkdir -p -- "$2" 2>/dev/null || stop 1 "Le dossier $2 ne peut pas être créé : vérifiez le chemin et vos droits."
[ -w "$2" ] || stop 1 "Le dossier $2 ne peut pas être écrit : vérifiez vos droits."
arrivals=$(CDPATH='' cd -- "$1" && pwd)
reports=$(CDPATH='' cd -- "$2" && pwd)
shift 2
[ $# -gt 0 ] || set -- html xlsx pdf json

lock=$arrivals/.rapport-hebdo
rejects=$arrivals/rejets
archive=
take_lock
trap tidy EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

case ${VENEZ_VIVRE_DATE:-} in
    [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]) archive=$arrivals/archives/$VENEZ_VIVRE_DATE ;;
    *) archive=$arrivals/archives/$(date +%Y-%m-%d) ;;
esac
mkdir -p "$archive" "$rejects"

result=0
import_folder inscrits "$arrivals"
import_folder contacts "$arrivals/contacts"
import_folder installations "$arrivals/installations"
write_reports "$@"
if [ "$result" -eq 5 ]; then
    say "Fini. Des lignes attendent quelqu’un : $rejects, et $program inscrits doublons."
else
    say "Fini."
fi
exit "$result"
