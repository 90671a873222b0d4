// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/Blocked.h"

#include "models/text/Format.h"
#include "models/text/Tr.h"

namespace models {

QString blockedMessage(const Blocked &blocked, const QString &task)
{
    const loop::RunningHandle &handle = blocked.handle;
    const QString place = QString::fromStdString(loop::Place(handle.place).fileAndLine());
    QString what = handle.task ? task.isEmpty() ? tr("task %1").arg(handle.task.value) : task
        : handle.connection    ? tr("connection %1").arg(handle.connection.value)
                               : tr("a callback");
    if (!place.isEmpty())
        what = handle.task ? tr("%1 since %2").arg(what, place)
                           : tr("%1 scheduled at %2").arg(what, place);
    const QString lasted
        = blocked.settled ? format::seconds(blocked.lasted) : format::duration(blocked.lasted);
    // How long comes first: a narrow column cuts off the end.
    return tr("Loop %1 held for %2 by %3").arg(blocked.loopName, lasted, what);
}

QString describeTask(quint64 task, const QString &coroutine)
{
    const QString number = tr("task %1").arg(task);
    return coroutine.isEmpty()
        ? number
        : number + u' ' + coroutine.section(u'(', 0, 0) + QStringLiteral("()");
}

} // namespace models
