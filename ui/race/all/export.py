"""All trainings of one network, each on its small stage, as one HTML file."""

from __future__ import annotations

from html import escape

from training.many.tasks import Task
from ui.player.assets import ENTRIES
from ui.player.export import page, under
from ui.race.all import compute as cells
from ui.race.all import curves
from ui.race.all.header import task_header
from ui.work.visitors import Guest


def html(task: Task, guest: Guest, title: str, link: str) -> str:
    """The stand-alone page of the trainings of ``task``, which play there and lead nowhere.

    ``guest`` waits for those that are missing, minutes where nobody has looked at the task yet. What is said of them,
    and of any that failed, stands above.
    """
    while (seen := cells.trained(guest, cells.POLL, task=task.name)).size < seen.total:
        guest.pause()
    found = task_header(task, {name: cell for (name, _), cell in seen.cells.items()})
    alone = {"together": False, "runners": [{**one, "link": ""} for one in found["runners"]]}
    words = "".join(f"<p>{escape(text)}</p>" for text in (curves.told(task, seen.total), *seen.failures))
    above = f'<header class="beside"><h1>{escape(title)}</h1>{words}</header>'
    return under(above, page({**found, **alone, "title": title, "link": link}, entry=ENTRIES["crowd"]))
