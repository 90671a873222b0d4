# SPDX-License-Identifier: GPL-3.0-or-later
# Run by CPack once the files of all packages lie below CPACK_TEMPORARY_INSTALL_DIRECTORY, a folder for each: what Debian's
# policy asks of a package and no other installation wants.
set(entry "loopscope (${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium

  * What changed is in changelog.gz beside this file.

 -- ${CPACK_PACKAGE_CONTACT}  ")
# The newest release's day: a package of the same source is the same.
file(STRINGS ${CPACK_LOOPSCOPE_SOURCE}/resources/io.github.loopscope.loopscope.metainfo.xml release
    REGEX "<release version=\"${CPACK_PACKAGE_VERSION}\"" LIMIT_COUNT 1)
string(REGEX REPLACE ".* date=\"([0-9-]+)\".*" "\\1" day "${release}")
execute_process(COMMAND date -R -u -d "${day}" OUTPUT_VARIABLE date COMMAND_ERROR_IS_FATAL ANY)
file(READ ${CPACK_LOOPSCOPE_SOURCE}/LICENSES/MIT.txt mit)
string(REGEX REPLACE "\n\n" "\n.\n" mit "${mit}")
string(REGEX REPLACE "\n([^\n])" "\n \\1" mit "${mit}")
string(STRIP "${mit}" mit)

# gz(FILE): FILE.gz in its place, the same each time.
function(gz)
    execute_process(COMMAND gzip -9nf ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(GLOB packages ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/*/usr)
foreach(usr IN LISTS packages)
    get_filename_component(group ${usr} DIRECTORY)
    get_filename_component(group ${group} NAME)
    string(TOUPPER ${group} GROUP)
    set(name ${CPACK_DEBIAN_${GROUP}_PACKAGE_NAME})
    set(doc ${usr}/share/doc/${name})

    file(REMOVE_RECURSE ${usr}/share/licenses) # copyright has them
    file(WRITE ${doc}/changelog.Debian "${entry}${date}")
    # Debian's archive has no bug that asks for it.
    file(WRITE ${usr}/share/lintian/overrides/${name} "${name}: initial-upload-closes-no-bugs *\n")
    file(COPY_FILE ${CPACK_LOOPSCOPE_SOURCE}/CHANGELOG.md ${doc}/changelog)
    file(WRITE ${doc}/copyright "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Loopscope
Source: ${CPACK_PACKAGE_HOMEPAGE_URL}

Files: *
Copyright: 2026 The Loopscope authors
License: GPL-3+
 This program is free software: you can redistribute it and/or modify it under
 the terms of the GNU General Public License as published by the Free Software
 Foundation, either version 3 of the License, or (at your option) any later
 version.
 .
 On Debian systems, the text of version 3 is in
 /usr/share/common-licenses/GPL-3.

Files: loop/*
Copyright: 2026 The Loopscope authors
License: MIT
 ${mit}
")
    file(GLOB_RECURSE pages ${usr}/share/man/*.1)
    gz(${doc}/changelog.Debian ${doc}/changelog ${pages})
    file(GLOB_RECURSE archives ${usr}/lib/*.a)
    if(archives)
        execute_process(COMMAND strip --strip-debug --remove-section=.comment --enable-deterministic-archives ${archives} COMMAND_ERROR_IS_FATAL ANY)
    endif()
    # Whatever the umask of whoever makes the package.
    execute_process(COMMAND chmod -R u=rwX,go=rX ${usr} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
