"""The data directory of an embedded federation: databases, secrets, and how it was started."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from shared.errors import Refusal
from shared.federation import Federation
from shared.launcher import environments, factories, federations, secrets
from shared.launcher.federations import Run
from shared.migrate import is_current


@dataclass(frozen=True, slots=True)
class State:
    """What was decided when the directory was made, and who has been planted since."""

    mode: str = "training"
    seed: int = 1
    planted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataDirectory:
    """One folder with everything that a federation keeps."""

    folder: Path

    @property
    def exists(self) -> bool:
        """Say whether a federation was started here before."""
        return self._state_file.exists()

    @property
    def _state_file(self) -> Path:
        return self.folder / "moot.json"

    @property
    def _run_file(self) -> Path:
        return self.folder / "run.json"

    @property
    def federation_file(self) -> Path | None:
        """Return this directory's own federation file; None stands for the training one."""
        file = self.folder / "federation.toml"
        return file if file.exists() else None

    def state(self) -> State:
        """Return what is kept about the directory."""
        if not self.exists:
            return State()
        data = json.loads(self._state_file.read_text(encoding="utf-8"))
        return State(data["mode"], int(data["seed"]), tuple(data["planted"]))

    def write_state(self, state: State) -> None:
        """Keep what was decided."""
        secrets.write_private(self._state_file, json.dumps(asdict(state), indent=1) + "\n")

    def run(self) -> Run:
        """Return how the federation was last started."""
        if not self._run_file.exists():
            return Run()
        return Run.from_json(json.loads(self._run_file.read_text(encoding="utf-8")))

    def write_run(self, run: Run) -> None:
        """Note how the federation is being started, for the other commands."""
        secrets.write_private(self._run_file, json.dumps(asdict(run), indent=1) + "\n")

    def open(self, *, mode: str | None, seed: int | None, file: Path | None) -> State:
        """Make the directory or go on with it.

        :raises Refusal: code `fixed` if it was made with another mode or seed.
        """
        made = self.exists
        state = self.state()
        for name, asked, had in (("mode", mode, state.mode), ("seed", seed, state.seed)):
            if made and asked is not None and asked != had:
                raise Refusal(
                    "fixed",
                    f"{self.folder} was made with --{name} {had}, which is fixed at the first "
                    f"start. For --{name} {asked} choose another --data directory.",
                )
        if file is not None:
            text = federations.read_text(file)
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / "federation.toml").write_text(text, encoding="utf-8")
        if not made:
            state = replace(
                state, mode=mode or state.mode, seed=state.seed if seed is None else seed
            )
            self.write_state(state)
        return state

    def federation(self, run: Run | None = None) -> Federation:
        """Return the federation as it was or is being started."""
        run = run or self.run()
        found = federations.load(federations.read_text(self.federation_file), run.addressing())
        return federations.reached_at(found, run.bind, run.port)

    def secrets(self, federation: Federation) -> secrets.Secrets:
        """Return the secrets, made on the first call."""
        return secrets.load_or_make(self.folder / "secrets.json", federation)

    def environments(
        self, federation: Federation, *, threads: int, environ: Mapping[str, str]
    ) -> dict[str, dict[str, str]]:
        """Return the environment of every member's app."""
        known, state = self.secrets(federation), self.state()
        return {
            member.id: environments.embedded(
                member,
                federation,
                secrets=known,
                folder=self.folder,
                mode=state.mode,
                seed=state.seed,
                threads=threads,
                environ=environ,
            )
            for member in federation.members
        }

    def queue_url(self) -> str:
        """Return the address of the queue that wakes the outboxes."""
        return environments.sqlite_url(self.folder, "queue")

    def is_ready(self, federation: Federation) -> bool:
        """Say, cheaply, whether all members are migrated and planted."""
        planted = self.state().planted
        return all(
            member.id in planted
            and is_current(self.folder / f"{member.id}.db", factories.migrations(member))
            for member in federation.members
        )
