# SPDX-License-Identifier: GPL-3.0-or-later
# LOOPSCOPE_TEST_ROOMS: the tests of a folder as one program, compiled eight files at once. A test by itself takes longer to
# read what it includes and to be linked than to be compiled; whoever builds all of them (installer/test) saves that.
#
# No test knows: its file is included in a namespace of its own (so names clash with no other's), where main() is called
# something else, after all headers of the eight. The program has a hard link of each test's name beside it, and runs the
# test whose name it is started by: build/release/tests/loop/TransportTest is what it is in a build without rooms, and so is the
# target of that name, though it builds the room. A test that cannot share says ALONE and why.
option(LOOPSCOPE_TEST_ROOMS "Build the tests of a folder as one program: faster for all, slower for one" OFF)
set(tests_at_once 8)
if(LOOPSCOPE_TEST_ROOMS)
    file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/in_a_room.cpp CONTENT "")
endif()

# loopscope_room_of(name kind sources...): what is linked, defined and depended on is said of the target `name` afterwards,
# as of any test; it is read when the folder's CMakeLists.txt has ended.
function(loopscope_room_of name kind)
    add_library(${name} OBJECT EXCLUDE_FROM_ALL ${CMAKE_BINARY_DIR}/in_a_room.cpp)
    set_property(TARGET ${name} PROPERTY room_sources ${ARGN})
    get_property(kinds DIRECTORY PROPERTY room_kinds)
    if(NOT kinds)
        cmake_language(DEFER CALL loopscope_build_rooms)
    endif()
    if(NOT kind IN_LIST kinds)
        set_property(DIRECTORY APPEND PROPERTY room_kinds ${kind})
    endif()
    set_property(DIRECTORY APPEND PROPERTY room_tests_${kind} ${name})
endfunction()

function(loopscope_build_rooms)
    get_property(kinds DIRECTORY PROPERTY room_kinds)
    file(RELATIVE_PATH folder ${CMAKE_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR})
    string(REPLACE "/" "_" folder ${folder})
    foreach(kind ${kinds})
        get_property(tests DIRECTORY PROPERTY room_tests_${kind})
        set(room room_of_${folder}_${kind})
        add_executable(${room})
        set(batch)
        set(number 0)
        foreach(test ${tests})
            loopscope_enter_room(${room} ${test})
            list(APPEND batch ${test})
            list(LENGTH batch length)
            if(length EQUAL tests_at_once)
                loopscope_write_batch(${room} ${number} ${batch})
                math(EXPR number "${number} + 1")
                set(batch)
            endif()
        endforeach()
        if(batch)
            loopscope_write_batch(${room} ${number} ${batch})
        endif()
        loopscope_write_doors(${room} ${tests})
        target_include_directories(${room} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
        target_compile_options(${room} PRIVATE ${test_options} $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
        loopscope_precompile(${room} ${kind} ${test_options})
        string(REPLACE ";" " " names "${tests}")
        add_custom_command(TARGET ${room} POST_BUILD VERBATIM WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}
            COMMAND sh -c "for name in ${names}; do ln -f ${room} $name || cp ${room} $name || exit; done")
    endforeach()
endfunction()

# What a test asks for is its room's.
function(loopscope_enter_room room test)
    get_property(libraries TARGET ${test} PROPERTY LINK_LIBRARIES)
    target_link_libraries(${room} PRIVATE ${libraries})
    get_property(needed TARGET ${test} PROPERTY MANUALLY_ADDED_DEPENDENCIES)
    if(needed)
        add_dependencies(${room} ${needed})
    endif()
    get_property(options TARGET ${test} PROPERTY COMPILE_OPTIONS)
    get_property(everybodys DIRECTORY PROPERTY COMPILE_OPTIONS)
    if(NOT "${options}" STREQUAL "${everybodys}")
        message(FATAL_ERROR "${test} has compile options of its own (${options}): it is to be ALONE")
    endif()
    get_property(sources TARGET ${test} PROPERTY room_sources)
    list(POP_FRONT sources)
    foreach(source ${sources})
        get_filename_component(source ${source} ABSOLUTE)
        target_sources(${room} PRIVATE ${source})
    endforeach()
    add_dependencies(${test} ${room})
endfunction()

# Definitions of its tests first, since headers use them; then the headers; then the tests.
function(loopscope_write_batch room number)
    set(headers)
    set(definitions)
    set(text)
    foreach(test ${ARGN})
        get_property(defined TARGET ${test} PROPERTY COMPILE_DEFINITIONS)
        list(APPEND definitions ${defined})
        get_property(sources TARGET ${test} PROPERTY room_sources)
        list(GET sources 0 source)
        get_filename_component(source ${source} ABSOLUTE)
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
        get_filename_component(here ${source} DIRECTORY)
        file(STRINGS ${source} includes REGEX "^#include [<\"][^>\"]*[>\"]")
        foreach(include ${includes})
            string(REGEX MATCH "[<\"].*[>\"]" header "${include}")
            string(REGEX REPLACE "[<>\"]" "" path "${header}")
            if(path MATCHES "\\.(cpp|moc)$")
                if(path MATCHES "\\.moc$")
                    loopscope_moc(${room} ${source} ${path})
                endif()
            elseif(header MATCHES "^\"" AND EXISTS ${here}/${path})
                list(APPEND headers "\"${here}/${path}\"")
            else()
                list(APPEND headers "${header}")
            endif()
        endforeach()
        string(APPEND text "\n#define main ${test}_main\nnamespace ${test}_file {\n#include \"${source}\"\n}\n#undef main\n"
            "int ${test}_in_room(int count, char **arguments)\n{\n    return ${test}_file::${test}_main(count, arguments);\n}\n")
    endforeach()
    list(REMOVE_DUPLICATES headers)
    list(REMOVE_DUPLICATES definitions)
    set(head)
    foreach(definition ${definitions})
        string(REGEX REPLACE "^([A-Za-z_]+)=" "\\1 " definition "${definition}")
        string(APPEND head "#define ${definition}\n")
    endforeach()
    foreach(header ${headers})
        string(APPEND head "#include ${header}\n")
    endforeach()
    set(path ${CMAKE_CURRENT_BINARY_DIR}/${room}_${number}.cpp)
    file(GENERATE OUTPUT ${path} CONTENT "// Made by tests/rooms.cmake\n${head}
// Its template is specialised in no other namespace than Qt's, and Qt 6 does not ask for it.
#undef Q_DECLARE_METATYPE
#define Q_DECLARE_METATYPE(type)
${text}" TARGET ${room})
    target_sources(${room} PRIVATE ${path})
endfunction()

# The room's main(): which test it is started as.
function(loopscope_write_doors room)
    set(declared)
    set(rows)
    foreach(test ${ARGN})
        string(APPEND declared "int ${test}_in_room(int, char **);\n")
        string(APPEND rows "    {\"${test}\", ${test}_in_room},\n")
    endforeach()
    file(GENERATE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${room}_doors.cpp CONTENT "// Made by tests/rooms.cmake
#include <cstdio>
#include <string_view>

${declared}
namespace {
struct Door {
    std::string_view name;
    int (*run)(int, char **);
};
constexpr Door doors[] = {
${rows}};
}

int main(int count, char **arguments)
{
    std::string_view name = count > 0 ? arguments[0] : \"\";
    name.remove_prefix(name.rfind('/') + 1);
    for (const Door &door : doors) {
        if (door.name == name) {
            return door.run(count, arguments);
        }
    }
    std::fprintf(stderr, \"These tests are started by the names of the links beside this program, such as %s.\\n\",
                 doors[0].name.data());
    return 2;
}
")
    target_sources(${room} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${room}_doors.cpp)
endfunction()
