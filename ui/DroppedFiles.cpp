// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/DroppedFiles.h"

#include <QtCore/QFileInfo>
#include <QtCore/QList>
#include <QtCore/QMimeData>
#include <QtCore/QUrl>

namespace ui {

QStringList filesOf(const QMimeData &data)
{
    QStringList paths;
    const QList<QUrl> urls = data.urls();
    for (const QUrl &url : urls) {
        if (url.isLocalFile())
            paths << url.toLocalFile();
    }
    return paths;
}

FileKind kindOf(const QString &path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending == u"json")
        return FileKind::Json;
    if (ending == u"pem" || ending == u"crt" || ending == u"cer")
        return FileKind::Certificate;
    return ending == u"key" ? FileKind::Key : FileKind::Recording;
}

} // namespace ui
