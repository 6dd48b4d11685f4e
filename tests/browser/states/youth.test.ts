import { lookAtStatesOf } from "#tests/support/states/states.ts";

lookAtStatesOf("youth");
