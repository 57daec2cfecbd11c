"""The commands: `python -m brain COMMAND`."""

import click

from brain.cli import past, privacy, processes, rocketchat, tables

COMMANDS = (
    processes.db,
    processes.web,
    processes.worker,
    processes.clock,
    processes.migrate,
    tables.import_,
    tables.backup,
    tables.restore,
    privacy.customer,
    rocketchat.setup,
    rocketchat.doctor,
    past.report,
    past.replay,
    past.mistakes,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The brain behind the store's WhatsApp counter."""


for command in COMMANDS:
    main.add_command(command)


if __name__ == "__main__":
    main()
