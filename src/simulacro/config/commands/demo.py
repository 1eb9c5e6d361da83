"""simulacro demo: load the fictional demo brand, and serve it."""

import argparse

from simulacro.config.cli import set_up_django
from simulacro.config.commands import serve
from simulacro.config.language import chosen_language
from simulacro.config.language import gettext as _
from simulacro.config.terminal import say


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("demo", help=_("load the fictional demo brand"))
    parser.add_argument("--serve", action="store_true", help=_("and serve it"))
    # To look around, any port will do; a server that others know must not move.
    serve.add_arguments(parser, port_unless_told=None)


def run(args: argparse.Namespace) -> int:
    from simulacro.config.environment import data_dir
    from simulacro.config.start_up import check_master_key, migrate, prepare_data_dir

    prepare_data_dir(data_dir())
    set_up_django()
    check_master_key()
    migrate(say)
    from django.utils import timezone

    from simulacro.apps.home.demo import CAST, demo_brand, load_demo

    if demo_brand() is None:
        # The first audit needs them; compiled once, they are only read after that.
        compile_kernels()
    brand = load_demo(at=timezone.now(), language=chosen_language())
    say(_("%(brand)s is ready: an invented brand, to look around.") % {"brand": brand.name})
    if not args.serve:
        return 0
    args.sign_in_as = CAST[0].email
    return serve.run(args)


def compile_kernels() -> None:
    """Compile the kernels of the audit, telling how far it is."""
    from simulacro.engines.diagrams import warm

    warm(
        lambda done, total: say(
            _("Compiling the engine: %(done)d of %(total)d") % {"done": done, "total": total}
        )
    )
