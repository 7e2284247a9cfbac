"""The scripts that make a shell ask for completions, and where each shell finds its own."""

from __future__ import annotations

import os
from pathlib import Path

from venez_vivre import NamedTuple
from venez_vivre.desk import data_folder
from venez_vivre.errors import Misuse, Refused, reason
from venez_vivre.texts import clean, shorten

BASH = """\
_venez_vivre_completion() {
    local IFS=$'\\n'
    COMPREPLY=( $( env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" \\
                   _VENEZ_VIVRE_COMPLETE=complete_bash "$1" 2>/dev/null ) )
    return 0
}
complete -o default -F _venez_vivre_completion venez-vivre vv
"""
ZSH = """\
#compdef venez-vivre vv
_venez_vivre_completion() {
    eval "$(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" \\
                _VENEZ_VIVRE_COMPLETE=complete_zsh "${words[1]}" 2>/dev/null)"
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _venez_vivre_completion venez-vivre vv
"""
FISH = """\
for name in venez-vivre vv
    complete --command $name --no-files --arguments "(env _VENEZ_VIVRE_COMPLETE=complete_fish \
_TYPER_COMPLETE_FISH_ACTION=get-args _TYPER_COMPLETE_ARGS=(commandline -cp) $name 2>/dev/null)" \
--condition "env _VENEZ_VIVRE_COMPLETE=complete_fish \
_TYPER_COMPLETE_FISH_ACTION=is-args _TYPER_COMPLETE_ARGS=(commandline -cp) $name 2>/dev/null"
end
"""
SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}

MARK = "# complétion de venez-vivre"
"""What ends the line that is added to the file a shell reads when it starts."""


class Installed(NamedTuple):
    """What was written: the script, and the file of the shell that now reads it, if one must."""

    shell: str
    script: Path
    startup: Path | None
    new: bool


def script(shell: str) -> str:
    """The script of that shell."""
    return SCRIPTS[shell]


def shell_named(text: str) -> str:
    """One of the shells that are known; `auto` is the one of the session.

    Raises:
        Misuse: it is none of them, or cannot be told.

    """
    wanted = Path(os.environ.get("SHELL") or "inconnu").name if text == "auto" else text.lower()
    if wanted in SCRIPTS:
        return wanted
    shown = shorten(clean(wanted), 40)
    raise Misuse(
        f"« {shown} » n’est pas un shell connu. Dites lequel : {', '.join(SCRIPTS)}, "
        "par exemple `venez-vivre --install-completion bash`."
    )


def install(shell: str) -> Installed:
    """Write the script of a shell, and the line that loads it; twice is as good as once.

    Raises:
        Refused: a file cannot be written; what was there is intact.

    """
    home = Path.home()
    path = _place(shell, home)
    startup = {"bash": home / ".bashrc", "zsh": _zsh_home(home) / ".zshrc"}.get(shell)
    try:
        new = _written(path, script(shell))
        if startup is not None:
            new = _loaded(startup, path) or new
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "il n’est pas en UTF-8"
        where = startup or path
        raise Refused(
            f"La complétion n’a pas pu être installée dans {where} ({why}). "
            f"`venez-vivre --show-completion {shell}` montre le script à ajouter à la main."
        ) from None
    return Installed(shell, path, startup, new)


def _place(shell: str, home: Path) -> Path:
    """Fish looks for scripts by itself; the others are told where ours is."""
    if shell == "fish":
        config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
        return config / "fish" / "conf.d" / "venez-vivre.fish"
    return data_folder() / f"completion.{shell}"


def _zsh_home(home: Path) -> Path:
    return Path(os.environ.get("ZDOTDIR") or home)


def _written(path: Path, text: str) -> bool:
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return True


def _loaded(startup: Path, path: Path) -> bool:
    """Add the line that loads the script to the shell's own file, unless it is there."""
    said = startup.read_text(encoding="utf-8") if startup.exists() else ""
    if MARK in said:
        return False
    quoted = "'" + str(path).replace("'", "'\\''") + "'"
    gap = "" if not said or said.endswith("\n") else "\n"
    with startup.open("a", encoding="utf-8", newline="\n") as file:
        file.write(f"{gap}[ -r {quoted} ] && . {quoted}  {MARK}\n")
    return True


def told(done: Installed) -> str:
    """What was done, how to use it at once and how to undo it."""
    already = "" if done.new else " était déjà"
    lines = [f"La complétion pour {done.shell}{already or ' est'} installée : {done.script}"]
    if done.startup:
        lines.append(f"Une ligne de {done.startup} la charge ; ouvrez un nouveau terminal.")
        lines.append(f"Pour l’enlever : supprimez ce fichier et la ligne « {MARK} ».")
    else:
        lines.append("Ouvrez un nouveau terminal. Pour l’enlever : supprimez ce fichier.")
    return "\n".join(lines) + "\n"


def set_up(install_for: str | None, show_for: str | None) -> str:
    """Install completion for a shell, or give its script; what to say of it."""
    if install_for:
        return told(install(shell_named(install_for)))
    return script(shell_named(show_for or ""))
