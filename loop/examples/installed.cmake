# SPDX-License-Identifier: MIT
# The example programs of the core, as a project that needs nothing but the package of it:
#     cmake -S /usr/share/doc/libloopscope-dev/examples -B examples && cmake --build examples
cmake_minimum_required(VERSION 3.25)
project(LoopscopeExamples LANGUAGES CXX)
find_package(Loopscope 0.1 REQUIRED)

file(GLOB sources ${CMAKE_CURRENT_SOURCE_DIR}/loop/examples/*.cpp)
if(TARGET Loopscope::loop_qt)
    list(APPEND sources ${CMAKE_CURRENT_SOURCE_DIR}/loop/qt/examples/fetch.cpp)
endif()
foreach(source IN LISTS sources)
    get_filename_component(name ${source} NAME_WE)
    add_executable(${name} ${source})
    target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(${name} PRIVATE Loopscope::loop)
endforeach()
if(TARGET fetch)
    target_link_libraries(fetch PRIVATE Loopscope::loop_qt)
endif()
