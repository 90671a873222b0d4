# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -P PackageTest.cmake: installs the core of `build` below `scratch`, then configures, builds and runs the
# project `outside` against it. `case` is qt or plain; plain must do without Qt.
function(run)
    execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${scratch})
set(ENV{CMAKE_CXX_COMPILER_LAUNCHER} "${ccache}")
set(arguments -D CMAKE_PREFIX_PATH=${scratch}/prefix -D CMAKE_BUILD_TYPE=Debug -D CMAKE_CXX_COMPILER=${compiler}
    "-DCMAKE_CXX_FLAGS=${flags}")
if(case STREQUAL plain)
    list(APPEND arguments -D CMAKE_DISABLE_FIND_PACKAGE_Qt6=ON)
endif()
run(${CMAKE_COMMAND} --install ${build} --config "${config}" --component core --prefix ${scratch}/prefix)
run(${CMAKE_COMMAND} -S ${outside} -B ${scratch}/build -G ${generator} ${arguments})
run(${CMAKE_COMMAND} --build ${scratch}/build)
run(${scratch}/build/outside-plain)
run(${scratch}/build/outside-tls)
if(case STREQUAL qt)
    run(${scratch}/build/outside-qt)
endif()
if(NOT EXISTS ${scratch}/prefix/share/licenses/Loopscope/MIT.txt)
    message(FATAL_ERROR "the licence is not installed")
endif()
