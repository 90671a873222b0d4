// SPDX-License-Identifier: GPL-3.0-or-later

// The program for servers and containers: no window, and none of its libraries.

#include "app/Start.h"

int main(int argc, char **argv)
{
    return app::start(argc, argv, nullptr);
}
