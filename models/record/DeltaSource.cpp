// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/DeltaSource.h"

#include "models/record/Moment.h"

namespace models {

void DeltaConsumer::restore(const Moment &moment)
{
    reset();
    for (const loop::Delta &keyframe : moment.loops)
        apply(keyframe);
}

} // namespace models
